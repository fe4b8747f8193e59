// Lists that the server hands out in pages, as one async iterator. How a page is asked for is a matter of who reads.

/** Pages are large enough that most lists are one request, and small enough that none takes the server long. */
export const PAGE_SIZE = 100;

/** How a paged list is read: `limit` is the size of one page here, and what `offset` or `after_id` leave out stays out. */
export interface PageOptions {
  /** Entries for each request. @default 100 */
  pageSize?: number | undefined;
}

/** Where the next page begins: the number of entries before it, and the last of them. */
export interface Cursor<Item> {
  offset: number;
  last: Item | undefined;
}

export interface Page<Item> {
  items: readonly Item[];
  isLast: boolean;
}

/**
 * All entries, page after page, each once: what is made or removed meanwhile shifts where a page begins, and an entry that has come
 * already is left out.
 */
export async function* pagesOf<Item extends { id: string }>(
  pageSize: number,
  getPage: (cursor: Cursor<Item>) => Promise<Page<Item>>,
): AsyncGenerator<Item, void, void> {
  const seen = new Set<string>();
  let last: Item | undefined;
  for (let offset = 0; ; offset += pageSize) {
    const page = await getPage({ offset, last });
    for (const item of page.items) {
      if (seen.has(item.id)) continue;
      seen.add(item.id);
      yield item;
    }
    if (page.isLast) return;
    last = page.items.at(-1) ?? last;
  }
}

/** Where nothing tells how many entries there are, a page that is not full is the last. */
export function pageOf<Item>(items: readonly Item[], pageSize: number): Page<Item> {
  return { items, isLast: items.length < pageSize };
}

export async function allOf<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}
