"""The pages: figures from a published mart, shown with their range, date and source."""
