/** Random schemas, to be written in an ORM's own syntax: entities with names that naming rules stumble over, and relations. */
import fc from 'fast-check';

export type RandomRelation = {
  readonly kind: 'one' | 'many';
  readonly property: string;
  readonly target: number;
  /** Of the column, or of the table between. */
  readonly name: string | undefined;
};

export type RandomEntity = {
  readonly name: string;
  readonly table: string | undefined;
  readonly schema: string | undefined;
  readonly key: string;
  readonly relations: readonly RandomRelation[];
};

const NAMES = [
  'Loaf',
  'OrderLine',
  'APIKey',
  'OAuth2Token',
  'Person',
  'HDPoster',
  'Category',
  'SubGenreV2',
  'Box',
  'Ox',
];
const PROPERTIES = ['owner', 'bakedBy', 'parentID', 'lines', 'tags_used', 'children', 'mixedIn', 'nextOne'];

export const randomEntities: fc.Arbitrary<readonly RandomEntity[]> = fc
  .uniqueArray(fc.constantFrom(...NAMES), { minLength: 2, maxLength: 5 })
  .chain((names) =>
    fc.tuple(
      ...names.map((name, index) =>
        fc.record({
          name: fc.constant(name),
          table: fc.option(fc.constant(`tbl_${index}`), { nil: undefined }),
          schema: fc.option(fc.constantFrom('sales', 'archive'), { nil: undefined }),
          key: fc.constantFrom('id', 'uuid', 'breadCode'),
          relations: fc
            .uniqueArray(fc.constantFrom(...PROPERTIES), { maxLength: 3 })
            .chain((properties) => fc.tuple(...properties.map((property) => relation(property, index, names.length)))),
        }),
      ),
    ),
  );

function relation(property: string, owner: number, entities: number): fc.Arbitrary<RandomRelation> {
  return fc.record({
    kind: fc.constantFrom('one', 'many'),
    property: fc.constant(property),
    target: fc.nat(entities - 1),
    name: fc.option(fc.constant(`named_${owner}_${property}`.toLowerCase()), { nil: undefined }),
  });
}
