// Gives the examples the packages as those get them who install them: built, packed and unpacked into
// a `node_modules` of their own.

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const WEB = join(import.meta.dirname, '..');
const EXAMPLES = ['vite', 'next'];

const npm = (args, cwd) => execFileSync('npm', args, { cwd, stdio: ['ignore', 'pipe', 'inherit'] });

npm(['run', '--silent', 'build:packages'], WEB);
const packed = mkdtempSync(join(tmpdir(), 'frontdesk-packed-'));
try {
  for (const name of ['client', 'react']) {
    const dist = join(WEB, 'packages', name, 'dist');
    const [{ filename }] = JSON.parse(npm(['pack', '--json', '--pack-destination', packed], dist));
    const { name: fullName } = JSON.parse(readFileSync(join(dist, 'package.json'), 'utf8'));
    for (const example of EXAMPLES) {
      const target = join(WEB, 'examples', example, 'node_modules', fullName);
      rmSync(target, { recursive: true, force: true });
      mkdirSync(target, { recursive: true });
      const archive = join(packed, filename);
      execFileSync('tar', ['-xzf', archive, '-C', target, '--strip-components=1']);
    }
  }
} finally {
  rmSync(packed, { recursive: true, force: true });
}
