from django.apps import AppConfig


class ReactionsConfig(AppConfig):
    name = "vernost.reactions"
    label = "reactions"

    def ready(self) -> None:
        from vernost.reactions import every, jobs  # noqa: F401 - declared by being imported

        jobs.listen()
