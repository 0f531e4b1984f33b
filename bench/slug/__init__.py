"""What Heroku makes of this checkout, and whether that answers a drawing."""
