"""Django settings by topic. Nothing secret stands here: secrets are made at the first start of an installation."""

from anju.site.settings.apps import *  # noqa: F403
from anju.site.settings.data import *  # noqa: F403
from anju.site.settings.language import *  # noqa: F403
from anju.site.settings.logs import *  # noqa: F403
from anju.site.settings.messages import *  # noqa: F403
from anju.site.settings.pages import *  # noqa: F403
from anju.site.settings.security import *  # noqa: F403
