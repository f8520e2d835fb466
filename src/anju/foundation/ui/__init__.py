"""The ui kit: template environment, built assets, navigation. Macros live in jinja2/ui, styles in web/src."""
