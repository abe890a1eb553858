// Seeds under which the fuzz has found something, kept as tests. What it found is fixed.

export interface BadSeed {
  seed: number;
  found: string;
}

export const BAD_SEEDS: BadSeed[] = [
  {
    seed: 1,
    found: 'a message that was stored was refused when sent again, its chat being closed by then',
  },
  {
    seed: 4,
    found: 'a first message sent again opened a second chat, the first being closed by then',
  },
];
