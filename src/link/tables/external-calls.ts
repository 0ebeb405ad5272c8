/** Calls that leave the process: HTTP, queues, mail, payment. Inside a transaction they make it long, or a lie. */
import type { Evaluator } from '../program/index.js';
import { type Chain, evaluate, type Value } from '../program/index.js';

const PACKAGES = new Map<string, string>([
  ...['axios', 'got', 'node-fetch', 'undici', 'superagent', 'ky', 'request', 'cross-fetch', '@nestjs/axios'].map(
    (name) => [name, 'http'] as const,
  ),
  ...[
    'bull',
    'bullmq',
    '@nestjs/bull',
    '@nestjs/bullmq',
    'amqplib',
    'kafkajs',
    'nats',
    '@nestjs/microservices',
    'bee-queue',
    'pg-boss',
    'agenda',
  ].map((name) => [name, 'queue'] as const),
  ...['nodemailer', '@sendgrid/mail', 'mailgun.js', 'resend', 'postmark', '@nestjs-modules/mailer', 'twilio'].map(
    (name) => [name, 'mail'] as const,
  ),
  ...['stripe', 'braintree', '@paypal/checkout-server-sdk', 'razorpay'].map((name) => [name, 'payment'] as const),
]);
const PREFIXES: readonly (readonly [string, string])[] = [
  ['@aws-sdk/client-', 'cloud'],
  ['@google-cloud/', 'cloud'],
  ['@azure/', 'cloud'],
];

/** What a chain calls outside the process: `http axios`; undefined when it stays inside. */
export function externalCall(ev: Evaluator, chain: Chain): string | undefined {
  const first = chain.links[0];
  if (first === undefined) return undefined;
  if (first.receiver === undefined && first.name === 'fetch' && chain.file.imports.get('fetch') === undefined)
    return 'http fetch';
  const value = first.receiver ? evaluate(ev, first.receiver, chain.scope) : evaluate(ev, chain.root, chain.scope);
  const name = packageOf(value);
  if (name === undefined || name === '') return undefined;
  const kind = PACKAGES.get(name) ?? PREFIXES.find(([prefix]) => name.startsWith(prefix))?.[1];
  return kind === undefined ? undefined : `${kind} ${name}`;
}

function packageOf(value: Value): string | undefined {
  let at: Value = value;
  for (let i = 0; i < 10; i++) {
    if (at.kind === 'import' || at.kind === 'external') return at.package;
    if (at.kind === 'part') at = at.object;
    else if (at.kind === 'made') at = at.callee;
    else if (at.kind === 'union' && at.of[0]) at = at.of[0];
    else return undefined;
  }
  return undefined;
}
