/**
 * Words that name a technical layer, an operation or the language instead of a part of the business. They say nothing
 * about the context a module belongs to, so they are no evidence of likeness and no name of a context. All singular.
 */

const LAYERS = `
  service repository repo controller module model entity dto dao resolver handler provider factory adapter interface
  type enum util helper common shared core lib library middleware guard interceptor pipe decorator filter strategy
  gateway subscriber listener consumer producer processor worker job queue command query event schema migration seed
  validator validation mapper transformer serializer presenter transform builder manager api route router endpoint
  request response payload input output param params option config configuration constant const index main app
  application server client domain infra infrastructure persistence database data base abstract impl implementation
  default generic test spec mock fixture stub e2e unit integration http graphql rest rpc grpc websocket socket src
  source dist build package main entry boot bootstrap loader store hook context component view page action reducer
  selector state typing definition declaration global internal external public private use case usecase feature bean
  servlet jsp form sql map facade delegate proxy wrapper registry container module plugin extension tool toolkit
  procedure trpc rule exception error logger logging log driver
`;

const OPERATIONS = `
  create update delete remove add get set find list fetch load save insert upsert read write put post patch edit
  search count check validate handle process run execute make build init initialize start stop open close send
  receive parse format convert to from by with for and or of in on is has can the all any one many new old by
  register apply assign unassign enable disable bulk batch paginated pagination paginate page sort order-by where
  select retrieve cancel complete resolve generate calculate compute
`;

const LANGUAGE = `
  string number boolean object array list map set promise async await function class constructor value key name id
  uuid element field column row record result return error exception message code text date time timestamp at
  null undefined void partial readonly optional required nullable primary foreign relation join many entity table
  repository metadata property attribute arg argument callback callable instance static private public protected
  override extend implement import export default super this self props info detail data current previous next
  first last total count length size limit offset skip take order-direction asc desc created updated deleted
  typeorm prisma sequelize mongoose knex drizzle kysely objection mikro nest nestjs express koa fastify zod joi
  node lodash util ts js json
`;

/** Layer and operation words: no evidence in a file, folder or table name. */
export const LAYER_WORDS: ReadonlySet<string> = wordSet(`${LAYERS} ${OPERATIONS}`);

/** Layers that do something for others, whose business may be asked for everywhere: an audit service. */
export const OFFERING_WORDS: ReadonlySet<string> = wordSet(
  'service repository repo controller resolver handler manager store gateway',
);

/** Who is asking, and whether they may: what is looked up before any business begins. */
export const ACCESS_WORDS: ReadonlySet<string> = wordSet(`
  access acl auth authenticate authentication authenticated authn authorization authorize authorized authz ability guard
  jwt permission privilege rbac role session
`);

/** What is done, not what it is done to. */
export const OPERATION_WORDS: ReadonlySet<string> = wordSet(OPERATIONS);

/** No evidence as identifiers. `return` is noise in code, but a `returns` table or folder is about returned goods. */
export const NOISE_WORDS: ReadonlySet<string> = wordSet(`${LAYERS} ${OPERATIONS} ${LANGUAGE}`);

/**
 * The layer words of one system. A word that is the whole name of one of its tables (`jobs`, `stores`), or begins two
 * of them (`job_records`, `job_buffers`), is a business word there; a prefix that most tables share (`app_`) is not.
 */
export function layerWordsFor(tableNames: readonly (readonly string[])[]): { layer: Set<string>; noise: Set<string> } {
  const business = new Set(tableNames.flatMap((words) => (words.length === 1 ? words : [])));
  const firsts = new Map<string, number>();
  for (const [first] of tableNames) if (first !== undefined) firsts.set(first, (firsts.get(first) ?? 0) + 1);
  const mostOfPrefix = Math.max(3, tableNames.length / 4);
  for (const [word, count] of firsts) if (count > 1 && count <= mostOfPrefix) business.add(word);
  return {
    layer: new Set([...LAYER_WORDS].filter((word) => !business.has(word))),
    noise: new Set([...NOISE_WORDS].filter((word) => !business.has(word))),
  };
}

function wordSet(text: string): Set<string> {
  return new Set(text.split(/\s+/).filter((word) => word !== ''));
}

const TECHNICAL = `
  util helper common shared core lib base abstract config configuration constant env logger logging log error exception
  database connection db http middleware decorator interceptor pipe guard filter validation type interface bootstrap
  main app server i18n locale translation health metric tracing telemetry cache redis queue crypto hash encryption
  date time string number array object async promise retry sleep uuid id random regex file path stream buffer swagger
  openapi serializer pagination sort test mock framework infrastructure infra di container injector plugin loader
  sentry tracer instrumentation shutdown signal lifecycle transaction graphql orm typeorm prisma sequelize mongoose
  knex drizzle kysely parser converter sanitizer sanitize callback dispatcher cleanup html xml pdf csv
`;

/** Words that technical modules (logger, config, base classes, database connection) have in their names. */
export const TECHNICAL_WORDS: ReadonlySet<string> = wordSet(TECHNICAL);

/**
 * Words that code of the business carries too, and that say little of it: where it runs, what is done in passing, how
 * it is written. A context is called so when nothing better is there.
 */
export const WEAK_WORDS: ReadonlySet<string> = wordSet(`
  environment logout signout cron slug json yaml raw original functional encode decode opaque shutdown sidebar body
  supporting refresh
`);
