"""The analyst's desk: what the start notebook and the commands for own words and review do."""
