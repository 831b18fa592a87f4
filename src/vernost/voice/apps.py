from django.apps import AppConfig


class VoiceConfig(AppConfig):
    name = "vernost.voice"
    label = "voice"
