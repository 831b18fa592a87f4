from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("orders", "0003_deliveries")]

    operations = [
        migrations.RemoveField(model_name="order", name="delay_cause"),
        migrations.RemoveField(model_name="order", name="told_on"),
    ]
