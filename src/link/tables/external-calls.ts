/** Calls that leave the process: HTTP, queues, mail, payment, cloud and other services. Inside a transaction they make it long, or a lie. */
import type { Evaluator } from '../program/index.js';
import { type Chain, evaluate, type Value } from '../program/index.js';

const KINDS: Readonly<Record<string, string>> = {
  http: 'axios got node-fetch undici superagent ky request request-promise cross-fetch needle @nestjs/axios graphql-request ofetch wretch',
  queue:
    'bull bullmq @nestjs/bull @nestjs/bullmq amqplib amqp-connection-manager kafkajs nats @nestjs/microservices bee-queue pg-boss agenda inngest @google-cloud/pubsub @google-cloud/tasks @aws-sdk/client-sqs @aws-sdk/client-sns @aws-sdk/client-eventbridge @azure/service-bus @azure/event-hubs @azure/storage-queue @trigger.dev/sdk @temporalio/client celery-node sqs-producer mqtt',
  mail: 'nodemailer @sendgrid/mail mailgun.js mailgun-js resend postmark @aws-sdk/client-ses @aws-sdk/client-sesv2 @nestjs-modules/mailer twilio @mailchimp/mailchimp_marketing mailersend node-mailjet @novu/node',
  payment:
    'stripe braintree @paypal/checkout-server-sdk paypal-rest-sdk razorpay plaid square @adyen/api-library @mollie/api-client @paddle/paddle-node-sdk @lemonsqueezy/lemonsqueezy.js coinbase-commerce-node',
  service:
    'aws-sdk googleapis google-auth-library firebase-admin openai @anthropic-ai/sdk @slack/web-api @slack/webhook octokit @octokit/rest @octokit/core @octokit/graphql algoliasearch @elastic/elasticsearch @opensearch-project/opensearch meilisearch typesense minio ldapjs ldapts discord.js node-telegram-bot-api web-push expo-server-sdk @hubspot/api-client posthog-node @segment/analytics-node intercom-client @linear/sdk @notionhq/client @gitbeaker/rest jira-client easypost shippo @easypost/api ssh2 ssh2-sftp-client basic-ftp dockerode @kubernetes/client-node',
};
const PACKAGES: ReadonlyMap<string, string> = new Map(
  Object.entries(KINDS).flatMap(([kind, names]) => names.split(' ').map((name) => [name, kind] as const)),
);
const PREFIXES: readonly (readonly [string, string])[] = [
  ['@aws-sdk/client-', 'service'],
  ['@aws-sdk/lib-', 'service'],
  ['@google-cloud/', 'service'],
  ['@azure/', 'service'],
  ['@googleapis/', 'service'],
  ['@octokit/', 'service'],
];
/** By its name the client of somebody's service (`@acme/node-sdk`, `acme-api-client`): only when the call is awaited. */
const CLIENT = /(?:^|[-/@.])(?:sdk|api-client|apiclient|rest-client|http-client)(?:$|[-/.])/;
/** Clients of the own database, and of what is no service. */
const NO_SERVICE = /prisma|opentelemetry|sentry|typeorm|mikro-orm|drizzle|nestjs\/sdk|presign|-signer$/;

const STAYS = /^(?:is[A-Z]\w*|createClient|createTransport|extend|use|on|once|constructEvent|defaults)$/;

/** What is done with an answer that is there already, and what a client has, too: `page.items.find(…)`. */
const OF_ANSWERS = /^(?:find|concat|push|pop|shift|at|fill|keys|values|entries|match|replace|text|buffer|pipe)$/;
/** What nothing but data has: `response.json()`, `rows.map(…)`. */
const OF_DATA =
  /^(?:map|forEach|flatMap|reduce|reduceRight|filter|some|every|findIndex|findLast|indexOf|includes|sort|slice|splice|join|flat|split|trim|replaceAll|startsWith|endsWith|toString|toLowerCase|toUpperCase|toFixed|toISOString|getTime|json|blob|arrayBuffer|formData)$/;

/** What a chain calls outside the process: `http axios`; undefined when it stays inside. */
export function externalCall(ev: Evaluator, chain: Chain): string | undefined {
  const first = chain.links[0];
  const last = chain.links.at(-1);
  // To make a client, or to ask what an error is, calls nobody.
  if (first === undefined || last === undefined || last.kind === 'new' || STAYS.test(last.name)) return undefined;
  if (first.receiver === undefined && first.name === 'fetch' && chain.file.imports.get('fetch') === undefined)
    return 'http fetch';
  const value = first.receiver ? evaluate(ev, first.receiver, chain.scope) : evaluate(ev, chain.root, chain.scope);
  if (OF_DATA.test(first.name) || (OF_ANSWERS.test(first.name) && isAnswer(value))) return undefined;
  const name = packageOf(value);
  if (name === undefined || name === '') return undefined;
  // `axios.create()` makes a client, `stripe.charges.create()` a charge.
  if (last.name === 'create' && value.kind === 'import') return undefined;
  const kind =
    PACKAGES.get(name) ??
    PREFIXES.find(([prefix]) => name.startsWith(prefix))?.[1] ??
    (chain.expr.kind === 'await' && CLIENT.test(name) && !NO_SERVICE.test(name) ? 'service' : undefined);
  return kind === undefined ? undefined : `${kind} ${name}`;
}

/** Made by a call on a client, or a part of that; what makes the client is a call of the package itself. */
function isAnswer(value: Value): boolean {
  let at: Value = value;
  for (let i = 0; i < 10; i++) {
    if (at.kind === 'made' && at.callee.kind === 'part') return true;
    if (at.kind === 'part') at = at.object;
    else if (at.kind === 'made') at = at.callee;
    else if (at.kind === 'union' && at.of[0]) at = at.of[0];
    else return false;
  }
  return false;
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
