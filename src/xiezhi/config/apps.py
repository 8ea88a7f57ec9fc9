"""What binds the parts to the database: what the application may do with the tables of others."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "xiezhi.config"
    label = "config"
