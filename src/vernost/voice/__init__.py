"""What clients say of us: surveys and waves, answers, causes behind them, the closed loop, improvements."""
