from django.apps import AppConfig


class PostConfig(AppConfig):
    name = "vernost.post"
    label = "post"

    def ready(self) -> None:
        from vernost.post import jobs, own_belongings, own_facets

        own_belongings.register_own()
        own_facets.register_own()
        jobs.listen()
