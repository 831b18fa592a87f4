from django.apps import AppConfig


class VoiceConfig(AppConfig):
    name = "vernost.voice"
    label = "voice"

    def ready(self) -> None:
        from vernost.voice import kinds, menu, own_belongings  # noqa: F401

        own_belongings.register_own()
