from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "vernost.reviews"
    label = "reviews"

    def ready(self) -> None:
        from vernost.reviews import facets, jobs, kinds, letter_kinds, menu, own_belongings  # noqa: F401

        own_belongings.register_own()
        facets.register_own()
