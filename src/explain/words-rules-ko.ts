/** What the rules of the check mean, in Korean by the English texts. */
export const KOREAN_RULES: readonly (readonly [english: string, korean: string])[] = [
  ['Import across contexts', '컨텍스트를 넘는 import'],
  [
    'A module that imports code of another context cannot be built, tested or deployed without it.',
    '다른 컨텍스트의 코드를 가져다 쓰는 모듈은 그것 없이 빌드, 테스트, 배포할 수 없음.',
  ],
  [
    'Call the other context through what its relation allows (public entry, event, API), or move the code to the context that owns the concept.',
    '관계가 허용하는 길(공개 진입점, 이벤트, API)로 부르거나, 그 개념을 소유한 컨텍스트로 코드를 옮길 것.',
  ],
  ['Type-only import across contexts', '컨텍스트를 넘는 타입만의 import'],
  [
    'A type of another context couples the models, though nothing remains of it at runtime.',
    '실행 때는 남지 않지만 다른 컨텍스트의 타입은 모델을 서로 묶음.',
  ],
  [
    'Declare the type this context needs in its own words, or move a shared contract to the shared kernel.',
    '필요한 타입을 이 컨텍스트의 말로 선언하거나, 공유 계약을 공유 커널로 옮길 것.',
  ],
  ['Dynamic import across contexts', '컨텍스트를 넘는 동적 import'],
  [
    'A lazily loaded module of another context is still needed at runtime.',
    '늦게 불러와도 다른 컨텍스트의 모듈은 실행 때 필요함.',
  ],
  [
    'Replace the lazy import by an event or an API of the other context.',
    '늦은 import를 상대 컨텍스트의 이벤트나 API로 바꿀 것.',
  ],
  ['Write to a table of another context', '다른 컨텍스트의 테이블에 쓰기'],
  [
    'Two contexts that write one table share its rules and cannot have separate databases.',
    '한 테이블에 쓰는 두 컨텍스트는 그 규칙을 공유하며 데이터베이스를 나눌 수 없음.',
  ],
  [
    'Ask the owning context to do the write: call its service, or send it a command or an event.',
    '소유한 컨텍스트가 쓰게 할 것: 그 서비스를 부르거나 명령 또는 이벤트를 보냄.',
  ],
  ['Read from a table of another context', '다른 컨텍스트의 테이블 읽기'],
  [
    'A query on a foreign table depends on its columns and stops working when the tables part.',
    '남의 테이블에 대한 쿼리는 그 열에 의존하며 테이블이 나뉘면 동작하지 않음.',
  ],
  [
    'Ask the owning context for the data through its API, or keep a local copy fed by its events.',
    '소유한 컨텍스트의 API로 데이터를 얻거나, 그 이벤트로 채우는 자체 사본을 둘 것.',
  ],
  ['Join with a table of another context', '다른 컨텍스트의 테이블과 조인'],
  [
    'A join, include or populate across contexts is impossible once the tables lie in two databases.',
    '테이블이 두 데이터베이스에 나뉘면 컨텍스트를 넘는 join, include, populate는 불가능함.',
  ],
  [
    'Query the own tables, then fetch the rest by id through the API of the owning context.',
    '자기 테이블을 조회한 뒤 나머지는 id로 소유한 컨텍스트의 API에서 가져올 것.',
  ],
  ['Transaction over tables of several contexts', '여러 컨텍스트의 테이블에 걸친 트랜잭션'],
  [
    'One database transaction cannot span two services; such a write becomes a saga.',
    '데이터베이스 트랜잭션 하나가 두 서비스에 걸칠 수 없음; 이런 쓰기는 사가가 됨.',
  ],
  [
    'Commit the own tables first and let the other context follow by an event (outbox), or plan a saga.',
    '자기 테이블을 먼저 커밋하고 상대는 이벤트(아웃박스)로 따르게 하거나, 사가를 설계할 것.',
  ],
  ['Foreign key to a table of another context', '다른 컨텍스트의 테이블로 가는 외래 키'],
  ['A foreign key cannot point into another database.', '외래 키는 다른 데이터베이스를 가리킬 수 없음.'],
  [
    'Keep the id as a plain column without a constraint, and check it through the owning context.',
    'id를 제약 조건 없는 열로 두고, 소유한 컨텍스트를 통해 확인할 것.',
  ],
  ['Import past the public entry of a context', '컨텍스트의 공개 진입점을 지나친 import'],
  [
    'Code that reaches behind the public entry depends on what the context means to keep to itself.',
    '공개 진입점 뒤로 닿는 코드는 컨텍스트가 감추려는 것에 의존함.',
  ],
  [
    'Import from the public entry of the context; when something is missing there, export it on purpose.',
    '컨텍스트의 공개 진입점에서 가져올 것; 없는 것은 의도적으로 내보낼 것.',
  ],
  ['Cycle between contexts', '컨텍스트 사이의 순환'],
  [
    'Contexts in a cycle can only be changed, tested and extracted together.',
    '순환하는 컨텍스트들은 함께만 바꾸고 테스트하고 분리할 수 있음.',
  ],
  [
    'Cut the weakest hop: turn the call around with an event or an interface owned by the caller.',
    '가장 약한 고리를 끊을 것: 이벤트나 호출자가 소유한 인터페이스로 호출의 방향을 돌림.',
  ],
  ['Relation that the context map does not declare', '컨텍스트 맵에 선언되지 않은 관계'],
  [
    'Two contexts have begun to depend on one another without a decision.',
    '두 컨텍스트가 결정 없이 서로 의존하기 시작함.',
  ],
  [
    'Declare the relation under "allowedRelations" with its reason, or remove the dependency.',
    '"allowedRelations"에 이유와 함께 관계를 선언하거나 의존을 없앨 것.',
  ],
  ['Module in no context', '어느 컨텍스트에도 없는 모듈'],
  ['What lies in no context is not judged by any other rule.', '컨텍스트에 없는 것은 다른 어떤 규칙도 판정하지 않음.'],
  [
    'Add the module to a context, or to the shared kernel, in msa-map.config.json.',
    'msa-map.config.json에서 모듈을 컨텍스트나 공유 커널에 넣을 것.',
  ],
];
