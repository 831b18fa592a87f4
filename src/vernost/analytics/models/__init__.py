"""Published models of purchases and money: fitted on compressed statistics, asked as one expression (2.8)."""
