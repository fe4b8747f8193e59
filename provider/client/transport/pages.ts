// Lists that the server hands out in pages, as one async iterator. The caller knows how to ask for a page.

/** Pages are large enough that most lists are one request, and small enough that none takes the server long. */
export const PAGE_SIZE = 100;

/** How a paged list is read: always from its beginning to its end. */
export interface PageOptions {
  /** Entries for each request. @default 100 */
  pageSize?: number | undefined;
}

/** Where the next page begins: the number of entries before it, and the last of them. */
interface Cursor<Item> {
  offset: number;
  last: Item | undefined;
}

export interface Page<Item> {
  items: readonly Item[];
  isLast: boolean;
}

/**
 * All entries, page after page. Objects that are made or removed meanwhile shift the pages, so an entry that comes
 * twice is left out. The next page begins after the entries that came: a server may hand out fewer than it was asked
 * for.
 */
export async function* pagesOf<Item extends { id: string }>(
  pageSize: number,
  getPage: (cursor: Cursor<Item>) => Promise<Page<Item>>,
): AsyncGenerator<Item, void, void> {
  if (!Number.isInteger(pageSize) || pageSize < 1)
    throw new RangeError(`\`pageSize\` must be a whole number above 0; it is ${pageSize}.`);
  const seen = new Set<string>();
  let last: Item | undefined;
  let offset = 0;
  for (;;) {
    const page = await getPage({ offset, last });
    const known = seen.size;
    for (const item of page.items) {
      if (seen.has(item.id)) continue;
      seen.add(item.id);
      yield item;
    }
    // A server that sends the same page again and again would never come to an end.
    if (page.isLast || (page.items.length > 0 && seen.size === known && page.items.at(-1)?.id === last?.id)) return;
    last = page.items.at(-1) ?? last;
    offset += page.items.length === 0 ? pageSize : page.items.length;
  }
}

/**
 * For lists without a count: a page that is not full is the last one. A server may shorten pages that are larger than
 * usual, so there only an empty page is.
 */
export function pageOf<Item>(items: readonly Item[], pageSize: number): Page<Item> {
  return { items, isLast: pageSize > PAGE_SIZE ? items.length === 0 : items.length < pageSize };
}

export async function allOf<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}
