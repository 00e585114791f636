"""Two lives: the same year lived with all data in time, and with late, corrected and doubled deliveries."""
