"""Old and new fine-tunes side by side, and the last of the edits."""

from __future__ import annotations

import datetime as dt
import statistics
from collections.abc import Callable
from functools import partial

from openai_client import (
    APIError,
    Err,
    Ok,
    cancel_fine_tune,  # touched: function-removed
    cancel_fine_tuning_job,
    components,
    create_edit,  # touched: function-removed
    create_embedding,
    create_fine_tuning_job,
    fine_tunes,  # touched: module-removed
    list_fine_tuning_job_events,
    list_models,
    list_fine_tuning_jobs,
    params,
    retrieve_fine_tuning_job,
)
from openai_client.components import FineTune  # touched: type-removed
from openai_client.fine_tunes import (  # touched: module-removed
    list_fine_tune_events,  # touched: function-removed
)

Job = components.FineTuningJob | FineTune  # touched: type-removed

OLD: params.CreateFineTuneRequestHyperparameters = {"n_epochs": 4}  # touched: type-removed
NEW: params.CreateFineTuningJobRequestHyperparameters = {"n_epochs": "auto", "batch_size": 8}

CANCEL: dict[str, Callable[[str], Job]] = {
    "ft-": cancel_fine_tune,  # touched: function-removed
    "ftjob-": cancel_fine_tuning_job,
}


def start_old(training: str, suffix: str | None) -> str:
    """Start a fine-tune of the old kind."""
    tune = fine_tunes.create_fine_tune(  # touched: function-removed
        training,
        model="davinci",
        suffix=suffix,
        hyperparameters=OLD,
    )
    return tune.id  # follows


def start(training: str, validation: str | None = None) -> components.FineTuningJob:
    """Start a fine-tuning job."""
    return create_fine_tuning_job(
        "gpt-3.5-turbo",
        training,
        validation_file=validation,
        hyperparameters=NEW,
        suffix="support",
    )


def old_ones(status: str) -> list[str]:
    """Return the old fine-tunes that have a status."""
    listed = fine_tunes.list_fine_tunes()  # touched: function-removed
    return [one.id for one in listed.data if one.status == status]  # follows


def jobs(limit: int = 50) -> list[components.FineTuningJob]:
    """Return all jobs, page by page."""
    found: list[components.FineTuningJob] = []
    page = list_fine_tuning_jobs(limit=limit)
    found.extend(page.data)
    while page.has_more and found:
        page = list_fine_tuning_jobs(after=found[-1].id, limit=limit)
        found.extend(page.data)
    return found


def stop(ident: str) -> str:
    """Cancel whatever has this name."""
    for prefix, cancel in CANCEL.items():
        if ident.startswith(prefix):
            return cancel(ident).status  # follows
    raise ValueError(ident)


def age(job: Job) -> dt.timedelta:  # follows
    """Say how old a job is."""
    begun = dt.datetime.fromtimestamp(job.created_at, dt.UTC)  # follows
    return dt.datetime.now(dt.UTC) - begun


def events(ident: str) -> list[str]:
    """Return what happened to a job."""
    if ident.startswith("ft-"):
        old = list_fine_tune_events(ident)  # touched: function-removed
        return [one.message for one in old.data]  # follows
    recent = list_fine_tuning_job_events(ident, limit=20)
    return [f"{one.level}: {one.message}" for one in recent.data]


def report(ident: str) -> str:
    """Say in one line how a job is doing."""
    match retrieve_fine_tuning_job.attempt(ident):
        case Ok(job):
            if job.error is not None:
                return f"{job.id}: {job.error.code} {job.error.message}"
            tokens = job.trained_tokens or 0
            return f"{job.id}: {job.status}, {job.hyperparameters.n_epochs}, {tokens}"
        case Err(error):
            return f"{ident}: {error}"


def age_of_old(tune: components.FineTune) -> float:  # touched: type-removed
    """Return the hours that an old fine-tune took."""
    return (tune.updated_at - tune.created_at) / 3600  # follows


spelling = partial(  # follows
    create_edit,  # touched: function-removed
    "Fix the spelling",
    "text-davinci-edit-001",
)


def correct(text: str) -> str:
    """Correct the spelling of a text."""
    edited: components.CreateEditResponse = spelling(input=text)  # touched: type-removed
    return edited.choices[0].text  # follows


def nearest(question: str, answers: list[str]) -> str:
    """Return the answer that means about the same."""
    reply = create_embedding([question, *answers], "text-embedding-ada-002")
    if reply.object != "embedding":  # touched: attribute-widened
        raise TypeError(reply.object)  # touched: attribute-widened
    first, *others = [item.embedding for item in reply.data]
    scores = [sum(a * b for a, b in zip(first, other, strict=True)) for other in others]
    print(reply.usage.total_tokens, statistics.mean(scores))
    return answers[scores.index(max(scores))]


def own_models() -> list[str]:
    """Return the names of the models that are ours."""
    try:
        listed = list_models()
    except APIError:
        return []
    return [model.id for model in listed.data if model.owned_by.startswith("org-")]
