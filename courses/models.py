"""An index of the rooms' models, for Django."""

from courses.adhesion.models import *  # noqa: F403
from courses.agenda.models import *  # noqa: F403
from courses.attendance.models import *  # noqa: F403
from courses.audit.models import *  # noqa: F403
from courses.booking.models import *  # noqa: F403
from courses.catalogue.models import *  # noqa: F403
from courses.certificates.models import *  # noqa: F403
from courses.editions.models import *  # noqa: F403
from courses.enrolment.models import *  # noqa: F403
from courses.figures.models import *  # noqa: F403
from courses.keeping.models import *  # noqa: F403
from courses.messages.models import *  # noqa: F403
from courses.officials.models import *  # noqa: F403
from courses.people.models import *  # noqa: F403
from courses.post.models import *  # noqa: F403
from courses.progress.models import *  # noqa: F403
from courses.quizzes.models import *  # noqa: F403
from courses.reports.models import *  # noqa: F403
from courses.surveys.models import *  # noqa: F403
from courses.territory.models import *  # noqa: F403
