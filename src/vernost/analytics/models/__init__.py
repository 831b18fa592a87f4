"""Published models of purchases and money: fitted on compressed statistics, asked as expressions (rule 2.8)."""
