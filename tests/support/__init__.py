"""What tests share: drawings, a database, a browser, a reviewer, versions."""
