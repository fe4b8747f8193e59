// Numbers that follow from a seed and a text: the same for the same, on every machine.
import { createHash } from "node:crypto";

export interface Random {
  /** At least 0, less than 1. */
  fraction(): number;
  pick<Item>(items: readonly [Item, ...Item[]]): Item;
}

export function randomOf(seed: number, text: string): Random {
  let drawn = 0;
  const fraction = (): number => {
    const digest = createHash("sha256")
      .update(`${seed} ${text} ${(drawn += 1)}`)
      .digest();
    return digest.readUInt32BE() / 2 ** 32;
  };
  return { fraction, pick: (items) => items[Math.floor(fraction() * items.length)] ?? items[0] };
}
