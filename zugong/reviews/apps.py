"""Django's configuration of the reviews app."""

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "zugong.reviews"
    label = "reviews"
    default_auto_field = "django.db.models.BigAutoField"
