"""A large file, uploaded in parts: several at the same time, and none of them twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, BinaryIO, Final, Literal

import anyio
from anyio.to_thread import run_sync

from .parted_files import SentParts, Source, opened_source
from .uploads import add_upload_part, complete_upload, create_upload

if TYPE_CHECKING:
    import os

    from typing_extensions import Unpack

    from .components import Upload
    from .parted_files import UploadSettings


class UploadInParts:
    """Uploads a large file in parts. Call it, or await `upload_in_parts.aio(...)`."""

    def __call__(
        self,
        file: os.PathLike[str] | bytes | BinaryIO,
        purpose: Literal["assistants", "batch", "fine-tune", "vision"],
        **settings: Unpack[UploadSettings],
    ) -> Upload:
        """Upload a file, and return the upload with its file.

        Parts are sent in threads. A request that fails is tried again, as the client does it.

        Args:
            file: A path, bytes, or a binary file, which is read from its beginning.
            purpose: What the file is for.
            settings: As `UploadSettings` says.

        Raises:
            UploadInPartsError: A request failed, after the upload was made; it can be resumed.
            APIError: The upload was not made.
            ValueError: The file is empty, or differs from the one that is resumed.
        """
        with opened_source(file, settings) as source:
            known = settings.get("resume")
            if known is None:
                made = create_upload(
                    source.name, purpose, source.size, source.mime_type, options=source.creating
                )
                known = SentParts(made.id, source.size, source.part_size)
            source.start(known)
            with source.failing(), ThreadPoolExecutor(source.parallel) as pool:
                try:
                    for worker in [pool.submit(_send, source) for _ in range(source.parallel)]:
                        worker.result()
                except BaseException:
                    source.stop()  # an interrupt waits for no more than the parts of now
                    raise
                return complete_upload(
                    known.upload_id, source.part_ids, md5=source.md5, options=source.options
                )

    async def aio(
        self,
        file: os.PathLike[str] | bytes | BinaryIO,
        purpose: Literal["assistants", "batch", "fine-tune", "vision"],
        **settings: Unpack[UploadSettings],
    ) -> Upload:
        """Do the same, awaited: parts are sent in tasks, and the file is read in threads."""
        with opened_source(file, settings) as source:
            known = settings.get("resume")
            if known is None:
                made = await create_upload.aio(
                    source.name, purpose, source.size, source.mime_type, options=source.creating
                )
                known = SentParts(made.id, source.size, source.part_size)
            source.start(known)
            with source.failing():
                async with anyio.create_task_group() as tasks:
                    for _ in range(source.parallel):
                        tasks.start_soon(_send_awaited, source)
                source.check()
                return await complete_upload.aio(
                    known.upload_id, source.part_ids, md5=source.md5, options=source.options
                )


def _send(source: Source) -> None:
    """Send parts until there are no more."""
    try:
        while (part := source.read()) is not None:
            position, data = part
            sent = add_upload_part(source.upload_id, (source.name, data), options=source.options)
            source.note(position, sent.id)
    except BaseException as error:
        source.stop(error)
        raise


async def _send_awaited(source: Source) -> None:
    try:
        while (part := await run_sync(source.read)) is not None:
            position, data = part
            sent = await add_upload_part.aio(
                source.upload_id, (source.name, data), options=source.options
            )
            source.note(position, sent.id)
    except BaseException as error:
        source.stop(error)
        if not isinstance(error, Exception):
            raise  # others are raised by `check`, outside of a group


upload_in_parts: Final = UploadInParts()
