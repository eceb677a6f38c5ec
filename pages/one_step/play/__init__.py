"""The step played on its picture, one operation at a time; it runs in the browser alone."""
