"""The worker's clock: each source on its own cron, one job at a time, caught up after a pause."""

import logging
import threading
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger

from ingest.source import Source
from sql.days import ZONE

_LOG = logging.getLogger(__name__)
#: Spread over two minutes, so that not everybody asks the register at the same second.
_JITTER_SECONDS: Final = 120
_SPOOL_SECONDS: Final = 1


def due(sources: Sequence[Source], last: Callable[[str], datetime | None], now: datetime) -> list[Source]:
    """Return the sources whose cron should have run since they were last collected, or never were."""
    return [source for source in sources if _missed(source, last(source.name), now)]


def _missed(source: Source, last: datetime | None, now: datetime) -> bool:
    if last is None:
        return True
    following = CronTrigger.from_crontab(source.cron, timezone=ZONE).get_next_fire_time(
        None, last + timedelta(seconds=1)
    )
    return following is not None and following <= now


def scheduler(
    sources: Sequence[Source],
    run: Callable[[Sequence[str]], object],
    catch_up: Callable[[], object],
    answer: Callable[[], object],
) -> BackgroundScheduler:
    """Return the scheduler, not yet started.

    ``run`` gets the names of sources, ``catch_up`` finds out itself what was missed (at the start,
    and every hour: what failed is tried again), ``answer`` serves other commands.

    One thread, so that there is one writer. A job that was due while another ran, or while the
    machine slept, runs once, however late. The standby of a source runs with it, as its fallback.
    """
    jobs = BackgroundScheduler(
        executors={"default": ThreadPoolExecutor(1)},
        job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        timezone=ZONE,
    )
    fallbacks = {source.standby: source.name for source in sources if source.standby}
    for source in sources:
        if source.standby:
            continue
        names = [source.name, *([fallbacks[source.name]] if source.name in fallbacks else [])]
        trigger = CronTrigger.from_crontab(source.cron, timezone=ZONE)
        trigger.jitter = _JITTER_SECONDS
        jobs.add_job(run, trigger, args=[names], id=source.name, name=source.name)
    jobs.add_job(catch_up, "interval", hours=1, next_run_time=datetime.now(ZONE), id="catch-up", name="catch-up")
    jobs.add_job(answer, "interval", seconds=_SPOOL_SECONDS, id="spool", name="spool")
    return jobs


def serve(jobs: BackgroundScheduler, stop: threading.Event) -> None:
    """Run the jobs until told to stop; the one that runs then ends first."""
    jobs.start()
    _LOG.info("worker started", extra={"jobs": [job.id for job in jobs.get_jobs()]})
    stop.wait()
    _LOG.info("worker stopping")
    jobs.shutdown(wait=True)
