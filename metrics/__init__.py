"""What we measure: declarations, and the one engine that computes any figure from dated facts."""
