"""A board for the people who pay: usage of the organization, and fine-tuning."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterator

import openai_client as oa
from openai_client import components as oc
from voices import Settings

DAY = 24 * 3600
Report = Callable[[int], oc.UsageResponse]

REPORTS: dict[str, Report] = {
    "completions": oa.usage_completions,
    "embeddings": oa.usage_embeddings,
    "images": oa.usage_images,
    "sessions": oa.usage_code_interpreter_sessions,
    "stores": oa.usage_vector_stores,
    "costs": oa.usage_costs,
}


def amount(item: oc.UsageTimeBucketResultItem) -> float:
    """Return the number that matters in an entry."""
    match item:
        case oc.UsageCompletionsResult():
            return item.input_tokens + item.output_tokens
        case oc.UsageImagesResult(images=number):
            return number
        case oc.UsageCodeInterpreterSessionsResult():
            return item.sessions  # touched: attribute-removed
        case oc.UsageVectorStoresResult():
            return item.usage_bytes / 2**30
        case oc.CostsResult():
            return (item.amount.value if item.amount else None) or 0.0
        case oc.UsageAudioSpeechesResult() | oc.UsageAudioTranscriptionsResult():
            return item.num_model_requests
        case _:
            return item.input_tokens


def buckets(kind: str, days: int) -> Iterator[oc.UsageTimeBucket]:
    """Yield the days of a report."""
    begin = int(time.time()) - days * DAY
    yield from REPORTS[kind](begin).data


def sums(kind: str, days: int = 7) -> dict[int, float]:
    """Add up a report by day."""
    found: defaultdict[int, float] = defaultdict(float)
    for bucket in buckets(kind, days):
        for item in bucket.result:
            found[bucket.start_time] += amount(item)
    return dict(found)


def sessions(days: int) -> int:
    """Count the sessions of the interpreter."""
    page = oa.usage_code_interpreter_sessions(
        int(time.time()) - days * DAY, bucket_width="1d", group_by=["project_id"]
    )
    total = 0
    for bucket in page.data:
        for item in bucket.result:
            if isinstance(item, oc.UsageCodeInterpreterSessionsResult):
                total += item.sessions  # touched: attribute-removed
    return total


def cached(days: int) -> float:
    """Return which share of the input was cached."""
    seen = used = 0
    for bucket in buckets("completions", days):
        for item in bucket.result:
            if isinstance(item, oc.UsageCompletionsResult):
                seen += item.input_tokens
                used += item.input_cached_tokens or 0
    return used / seen if seen else 0.0


def epochs(job: oc.FineTuningJob) -> str:
    """Say how many epochs a job has."""
    number = job.hyperparameters.n_epochs  # touched: attribute-widened
    return "chosen by the service" if number == "auto" else f"{number:d}"  # follows


def steps(job: oc.FineTuningJob, examples: int) -> int:
    """Guess how many steps a job takes."""
    if job.hyperparameters.n_epochs == "auto":  # touched: attribute-widened
        return examples * 3
    return examples * job.hyperparameters.n_epochs  # touched: attribute-widened


def tune(file_id: str, settings: Settings) -> oc.FineTuningJob:
    """Start a job, unless one is running."""
    for job in oa.list_fine_tuning_jobs(limit=20).data:
        if job.training_file == file_id and job.status in ("queued", "running"):
            return job
    return oa.create_fine_tuning_job(
        "gpt-4o-mini",
        file_id,
        suffix=f"talk-{settings.limit}",
        hyperparameters={"n_epochs": 3, "batch_size": "auto"},
        seed=7,
    )


def best(job_id: str) -> str | None:
    """Return the checkpoint with the smallest loss."""
    points = oa.list_fine_tuning_job_checkpoints.iter(job_id)
    scored = [
        (one.metrics.valid_loss or one.metrics.train_loss or 9.9, one.fine_tuned_model_checkpoint)
        for one in points
    ]
    return min(scored)[1] if scored else None


def members(project: oc.Project) -> list[str]:
    """Return who works in a project."""
    if project.status != "active":
        return []
    return [one.email for one in oa.list_project_users.iter(project.id, limit=100)]


def rankers(call: oc.RunStepDetailsToolCallsFileSearchObject) -> str:
    """Say how a search was ranked."""
    options = call.file_search.ranking_options
    if options is None:
        return "not at all"
    if options.ranker == "default_2024_08_21":  # may: attribute-widened
        return f"by default, above {options.score_threshold}"
    raise ValueError(options.ranker)  # may: attribute-widened
