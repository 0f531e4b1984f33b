"""A site whose socket stays while it is stopped, as digitsite.socket does."""

from tests.support.activation import listen
from tests.support.server import Server


class ActivatedSite:
    def __init__(self, folder, **settings):
        self.folder, self.settings = folder, settings
        self.listener = listen()
        self.port = self.listener.getsockname()[1]
        self.start()

    def start(self):
        self.server = Server(self.folder, listener=self.listener, **self.settings)

    def restart(self):
        """As `systemctl restart digitsite` does: who comes meanwhile waits."""
        self.server.stop()
        self.start()

    def stop(self):
        self.server.stop()
        self.listener.close()
