"""Reviews: asked for after a purchase, looked over by people, shown on the firm's site with agreement."""
