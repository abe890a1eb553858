// A disk that can be filled to its last byte: a small file system of its own in memory, which only
// root can mount.
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readdirSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const MIB = 1024 * 1024;

export class SmallDisk {
  private constructor(
    readonly dir: string,
    private readonly filler: string,
  ) {}

  /** A new file system of so many MiB; none where it can't be mounted, which is told. */
  static mount(megabytes: number): SmallDisk | undefined {
    const dir = mkdtempSync(join(tmpdir(), 'frontdesk-disk-'));
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', dir]);
    if (mounted.status === 0) return new SmallDisk(dir, join(dir, 'somebody-elses-file'));
    const why = mounted.error?.message ?? mounted.stderr.toString().trim();
    process.stderr.write(`SKIPPED: no small file system can be mounted here (${why}); be root\n`);
    rmSync(dir, { recursive: true });
    return undefined;
  }

  /** Takes all room but so many bytes. */
  fill(leave = 0): void {
    const file = openSync(this.filler, 'a');
    try {
      for (let size = MIB; size >= 1; size = size > 1 ? size >> 1 : 0) {
        while (this.takes(file, size)) {
          // As long as it goes.
        }
      }
    } finally {
      closeSync(file);
    }
    if (leave > 0) spawnSync('truncate', ['-s', `-${leave}`, this.filler]);
  }

  /** Gives the room back. */
  makeRoom(): void {
    rmSync(this.filler, { force: true });
  }

  /** What lies in a directory of it. */
  files(name: string): string[] {
    const entries = readdirSync(join(this.dir, name), { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
  }

  unmount(): void {
    const unmounted = spawnSync('umount', [this.dir]);
    if (unmounted.status === 0) rmSync(this.dir, { recursive: true });
  }

  private takes(file: number, size: number): boolean {
    try {
      return writeSync(file, Buffer.alloc(size, 1)) > 0;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return false;
      throw error;
    }
  }
}
