/** Fills every `<!-- output: command -->` block of README.md with what the command prints, so that it shows real output. */
import { readFileSync, writeFileSync } from 'node:fs';
import { filledReadme } from '../test/readme/filled-readme.js';

writeFileSync('README.md', filledReadme(readFileSync('README.md', 'utf8')));
