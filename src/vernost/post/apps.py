from django.apps import AppConfig


class PostConfig(AppConfig):
    name = "vernost.post"
    label = "post"

    def ready(self) -> None:
        from vernost.post import jobs, menu, own_belongings, own_facets  # noqa: F401

        own_belongings.register_own()
        own_facets.register_own()
        jobs.listen()
