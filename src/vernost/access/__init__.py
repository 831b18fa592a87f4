"""The place that decides who sees what. Import from here; the modules inside are its own business."""
