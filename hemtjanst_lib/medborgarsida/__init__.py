"""The citizens' page: what a person is told who is to choose a provider of home care."""
