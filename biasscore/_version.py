"""Version of the package, and of the data that profiles are stored as."""

__version__ = "0.1.0"
SCHEMA = "biasscore-profile/1"
