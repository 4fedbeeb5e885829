"""A company's FastAPI service, with the operation IDs that FastAPI makes."""

from __future__ import annotations

from fastapi import APIRouter, Depends, FastAPI, HTTPException, UploadFile
from fastapi.security import HTTPBearer
from pydantic import BaseModel, Field

security = HTTPBearer(auto_error=False)
router = APIRouter(prefix="/api/v1", dependencies=[Depends(security)])


class NewItem(BaseModel):
    name: str = Field(min_length=1)
    price: float
    tags: list[str] = []


class Item(NewItem):
    id: int


class ItemPage(BaseModel):
    items: list[Item]
    next_cursor: str | None = None


STORE: dict[int, Item] = {}


@router.get("/items", tags=["items"])
def list_items(cursor: str | None = None, limit: int = 2) -> ItemPage:
    """List all items."""
    start = int(cursor or 0)
    found = [STORE[key] for key in sorted(STORE) if key > start]
    page = found[:limit]
    return ItemPage(items=page, next_cursor=str(page[-1].id) if len(found) > limit else None)


@router.post("/items", tags=["items"], status_code=201)
def create_item(item: NewItem) -> Item:
    """Create an item."""
    made = Item(id=len(STORE) + 1, **item.model_dump())
    STORE[made.id] = made
    return made


@router.get("/items/{item_id}", tags=["items"])
def read_item(item_id: int) -> Item:
    """Return an item."""
    if item_id not in STORE:
        raise HTTPException(404, f"There is no item {item_id}.")
    return STORE[item_id]


@router.post("/items/{item_id}/photo", tags=["photos"])
async def upload_photo(item_id: int, photo: UploadFile) -> dict[str, int]:
    """Upload a photo, and return its size."""
    return {"item": item_id, "size": len(await photo.read())}


app = FastAPI(title="Shop", version="1.0.0")
app.include_router(router)
