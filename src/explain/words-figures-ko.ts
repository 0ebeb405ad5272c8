/**
 * What figures mean, in Korean by the English texts. Formulas made of symbols and the names of publications stay as they
 * are, and so does what holds weights that a config can set.
 */
export const KOREAN_FIGURES: readonly (readonly [english: string, korean: string])[] = [
  // The whole map.
  ['Newman modularity', '뉴먼 모듈성'],
  [
    'How much more of the coupling lies inside contexts than chance would put there.',
    '결합이 우연보다 얼마나 더 컨텍스트 안에 모여 있는가.',
  ],
  [
    'Computed on modules and tables, without names and damping, so that maps of the same code compare.',
    '같은 코드의 지도끼리 비교할 수 있도록 이름과 감쇠 없이 모듈과 테이블에서 계산함.',
  ],
  ['clear boundaries in the code', '코드에 경계가 뚜렷함'],
  ['boundaries with much traffic across', '경계는 있으나 넘나드는 것이 많음'],
  ['the code hardly has boundaries of its own', '코드 자체의 경계가 거의 없음'],
  ['Stability over seeds', '시드에 대한 안정성'],
  [
    'median adjusted Rand index between neighbouring runs with other visiting orders, each with some edges left out',
    '방문 순서를 바꾸고 매번 일부 의존을 뺀 이웃한 실행들 사이 수정 랜드 지수(ARI)의 중앙값',
  ],
  [
    'Whether another order, and slightly other evidence, would have drawn the same map.',
    '순서나 증거가 조금 달랐어도 같은 지도가 나왔을 것인가.',
  ],
  [
    'The map itself is the consensus of the runs, and steadier than any of them.',
    '지도 자체는 모든 실행의 합의이며, 그 어느 실행보다 안정적임.',
  ],
  ['the contexts are there', '컨텍스트가 실제로 있음'],
  [
    'some modules could go either way: look at their margins',
    '일부 모듈은 어느 쪽으로도 갈 수 있음: 소속의 차이(margin)를 볼 것',
  ],
  ['take the map as one of several', '가능한 여러 지도 중 하나로 볼 것'],
  ['Modularity of plain Louvain', '기본 Louvain의 모듈성'],
  [
    'Q of one Louvain run on file imports alone, unweighted, on that same graph',
    '파일 import만으로, 가중치 없이 한 번 돌린 Louvain의 Q; 같은 그래프에서 계산',
  ],
  [
    'The baseline: what clustering imports without tables, names and damping gives.',
    '기준선: 테이블, 이름, 감쇠 없이 import만 묶었을 때의 값.',
  ],
  [
    'Another graph than that of modularity: the two are not to be subtracted.',
    'modularity와 다른 그래프이므로 두 값을 빼서 비교하지 말 것.',
  ],
  ['Structural modularity (SM)', '구조 모듈성 (SM)'],
  ['Density inside contexts minus density between them.', '컨텍스트 안의 밀도에서 컨텍스트 사이의 밀도를 뺀 값.'],
  [
    'The clean form: the published script also counts self calls. Favours many small contexts.',
    '원래 정의대로임: 공개된 스크립트는 자기 호출도 셈. 작은 컨텍스트가 많을수록 유리함.',
  ],
  ['dense contexts', '밀도 높은 컨텍스트'],
  ['large or loose contexts', '크거나 느슨한 컨텍스트'],
  ['Inter-context calls (ICP)', '컨텍스트 간 호출 (ICP)'],
  [
    'crossing / all directed calls between modules, each weighted 1 + ln(calls)',
    '경계를 넘는 호출 / 모듈 사이의 모든 방향 호출, 각각 1 + ln(호출 수)로 가중',
  ],
  ['Share of the calls that would become remote calls.', '원격 호출이 될 호출의 비율.'],
  [
    'Uses of imported symbols stand for calls. 0 with a single context, so a low value means little alone.',
    '가져온 심볼의 사용을 호출로 셈. 컨텍스트가 하나면 0이므로 낮은 값만으로는 뜻이 적음.',
  ],
  ['few calls would cross the network', '네트워크를 넘을 호출이 적음'],
  ['usual for a monolith', '모놀리스에서 흔함'],
  ['more calls across than inside', '안보다 밖으로 가는 호출이 더 많음'],
  ['Interface number (IFN)', '인터페이스 수 (IFN)'],
  ['crossing unordered linked pairs of modules / K', '경계를 넘어 이어진 모듈 쌍(방향 없음)의 수 / K'],
  [
    'How many links to other contexts a context has on average.',
    '컨텍스트 하나가 다른 컨텍스트와 평균 몇 번 이어지는가.',
  ],
  [
    'HyDec and FoSCI publish another number under this name (modules called from outside / K).',
    'HyDec과 FoSCI는 같은 이름으로 다른 수(밖에서 불리는 모듈 / K)를 발표함.',
  ],
  ['Non-extreme distribution (NED)', '극단 아닌 분포 (NED)'],
  [
    '1 - (modules in contexts of 5 to 20 modules) / (all modules)',
    '1 - (모듈 5~20개인 컨텍스트에 있는 모듈) / (모든 모듈)',
  ],
  ['Whether contexts have a handy size.', '컨텍스트의 크기가 다루기 알맞은가.'],
  [
    'Made for small systems: in one of 1,000 modules every good context is above 20.',
    '작은 시스템용 지표: 모듈이 1,000개면 좋은 컨텍스트도 모두 20개를 넘음.',
  ],
  ['TurboMQ, normalised', 'TurboMQ (정규화)'],
  ['Mean share of a context’s calls that stay inside.', '컨텍스트의 호출 중 안에 머무는 비율의 평균.'],
  [
    'Divided by K to compare maps with different numbers of contexts.',
    '컨텍스트 수가 다른 지도를 비교하려고 K로 나눔.',
  ],
  ['contexts mostly talk to themselves', '대부분 컨텍스트 안에서 이루어짐'],
  ['contexts mostly talk to others', '대부분 다른 컨텍스트와 이루어짐'],
  ['Table entropy', '테이블 엔트로피'],
  [
    'per table, Shannon entropy (ln) of the contexts of the modules that access it directly; mean over tables',
    '테이블마다 직접 접근하는 모듈들의 컨텍스트에 대한 섀넌 엔트로피(ln); 테이블 평균',
  ],
  [
    'How much contexts share their tables: 0 when each table is used by one context.',
    '컨텍스트들이 테이블을 얼마나 함께 쓰는가: 테이블마다 한 컨텍스트만 쓰면 0.',
  ],
  [
    'The database entropy of the ASE 2024 comparison is the same idea turned round and scaled to 0..100.',
    'ASE 2024 비교 연구의 데이터베이스 엔트로피는 같은 생각을 뒤집어 0..100으로 나타낸 것.',
  ],
  ['each table nearly has one user', '테이블마다 쓰는 곳이 거의 하나'],
  ['a usual table is used by two contexts', '보통의 테이블을 두 컨텍스트가 씀'],
  ['Business context purity (BCP)', '업무 컨텍스트 순도 (BCP)'],
  [
    'mean over contexts of ln(distinct entry points that reach into it)',
    'ln(그 컨텍스트에 닿는 서로 다른 진입점 수)의 컨텍스트 평균',
  ],
  ['How many use cases run through a context.', '컨텍스트 하나를 지나는 유스케이스가 얼마나 되는가.'],
  [
    'Falls as contexts get smaller; entry points stand for use cases. Unknown without entry points.',
    '컨텍스트가 작아지면 낮아짐; 진입점을 유스케이스로 봄. 진입점이 없으면 알 수 없음.',
  ],
  // One context, one module.
  ['Cohesion of a context', '컨텍스트의 응집도'],
  [
    'edge weight inside / (edge weight inside + edge weight over the border, both ways)',
    '안의 의존 가중치 / (안의 의존 가중치 + 경계를 넘는 양방향 의존 가중치)',
  ],
  [
    'How much of what its modules and tables do with others stays inside.',
    '모듈과 테이블이 서로 하는 일 중 안에 머무는 몫.',
  ],
  [
    'Weighted by kind of edge: a write or a transaction binds more than a type-only import.',
    '의존의 종류로 가중: 쓰기나 트랜잭션은 타입만의 import보다 강하게 묶음.',
  ],
  ['mostly talks to itself', '대부분 자기 안에서 이루어짐'],
  ['usual in a monolith', '모놀리스에서 흔함'],
  ['mostly talks to others: a hub, or not one context', '대부분 남과 이루어짐: 허브이거나 하나의 컨텍스트가 아님'],
  ['Afferent coupling (Ca)', '들어오는 결합 (Ca)'],
  ['modules outside the context that depend on it', '이 컨텍스트에 의존하는 바깥 모듈의 수'],
  [
    'How many would notice when it changes or fails: who the facade must serve.',
    '바뀌거나 멈추면 알아챌 모듈의 수: 파사드가 섬겨야 할 상대.',
  ],
  ['Counted in modules, as Martin counts classes.', 'Martin이 클래스를 세듯 모듈을 셈.'],
  ['Efferent coupling (Ce)', '나가는 결합 (Ce)'],
  ['modules outside the context that it depends on', '이 컨텍스트가 의존하는 바깥 모듈의 수'],
  ['What it would have to call once it is a service of its own.', '독립 서비스가 되면 불러야 할 것.'],
  ['Counted in modules; those of the shared kernel count too.', '모듈을 셈; 공유 커널의 모듈도 포함.'],
  ['Instability', '불안정성'],
  [
    '0: others depend on it and it on nobody; 1: it depends on others and nobody on it.',
    '0: 남이 이쪽에 의존하고 이쪽은 아무에게도 의존하지 않음; 1: 그 반대.',
  ],
  [
    'Dependencies should run from unstable to stable. Says nothing about faults or uptime.',
    '의존은 불안정한 쪽에서 안정된 쪽으로 흘러야 함. 장애나 가동 시간과는 무관함.',
  ],
  ['Confidence of a placement', '소속의 신뢰도'],
  [
    'share of the runs with other seeds and orders in which the module stood with the majority of its context',
    '시드와 순서를 바꾼 실행 중 모듈이 컨텍스트의 다수와 함께 있던 비율',
  ],
  ['Whether chance put it there.', '우연히 거기 놓였는가.'],
  ['1 when the config declares the placement.', '설정이 소속을 선언하면 1.'],
  ['Margin of a placement', '소속의 차이'],
  [
    '(weight to its context - weight to the next best) / (sum of both)',
    '(자기 컨텍스트로의 가중치 - 차선으로의 가중치) / (둘의 합)',
  ],
  [
    'How clearly it belongs there; the next best context is named beside it.',
    '얼마나 뚜렷하게 거기 속하는가; 차선 컨텍스트를 옆에 적음.',
  ],
  [
    '1 when it has edges to one context only; near 0 it could go either way.',
    '한 컨텍스트하고만 이어지면 1; 0에 가까우면 어느 쪽이든 될 수 있음.',
  ],
  // The scorecard.
  ['Business impact of a context', '컨텍스트의 비즈니스 영향'],
  [
    'What extracting it is worth: where the changes, the fixes, the users and the people are.',
    '분리의 가치: 변경, 버그 수정, 사용자, 사람이 모이는 곳.',
  ],
  [
    'A share s of the system counts as s / (s + 1/K): an average context of K has 0.5. Unknown terms have no weight: theirs goes to the known ones.',
    '시스템에서의 몫 s는 s / (s + 1/K)로 셈: K개 중 평균 컨텍스트는 0.5. 알 수 없는 항목의 가중치는 아는 항목에 나눔.',
  ],
  ['worth it: quick win or strategic, by difficulty', '가치 있음: 난이도에 따라 빠른 성과 또는 전략적'],
  ['fill in or leave, by difficulty', '난이도에 따라 틈새 또는 보류'],
  ['Technical difficulty of extracting a context', '컨텍스트 분리의 기술 난이도'],
  [
    'cross: import weight over its border; data: access to the tables of others and of others to its own; tx: transactions that also write elsewhere; size: 1 - exp(-modules/20); cycle: coupling that goes both ways.',
    'cross: 경계를 넘는 import 가중치; data: 남의 테이블 접근과 남의 자기 테이블 접근; tx: 다른 곳에도 쓰는 트랜잭션; size: 1 - exp(-모듈/20); cycle: 양방향 결합.',
  ],
  [
    'Absolute shares, never rescaled by the other contexts: an edit in one leaves the scores of the others alone.',
    '절대 비율이며 다른 컨텍스트에 맞춰 다시 재지 않음: 한 곳을 고쳐도 다른 곳의 점수는 그대로임.',
  ],
  ['easy: too easy to learn much from as a pilot', '쉬움: 파일럿으로 배울 것이 적음'],
  ['medium: what a pilot should have', '중간: 파일럿에 알맞음'],
  ['hard: lower its largest term first', '어려움: 가장 큰 항목부터 낮출 것'],
  ['Priority of a context', '컨텍스트의 우선순위'],
  [
    'Worth per effort. One of the two things the order weighs; the other is the calls back into the monolith.',
    '노력당 가치. 순서가 저울질하는 두 가지 중 하나; 다른 하나는 모놀리스로 되돌아가는 호출.',
  ],
  [
    'The 0.2 keeps a trivial context from winning by having no difficulty at all.',
    '0.2는 난이도가 전혀 없는 사소한 컨텍스트가 앞서지 않게 함.',
  ],
  ['Rank in the order of extraction', '분리 순서의 순위'],
  [
    'When to extract it. Not the order of priority: something important that calls half the monolith comes later.',
    '언제 분리할 것인가. 우선순위 순서가 아님: 중요해도 모놀리스의 절반을 부르는 것은 뒤로 감.',
  ],
  [
    'The pilot is chosen by gates, not by rank: it is what to learn on, and may stand later in the order.',
    '파일럿은 순위가 아니라 조건으로 고름: 배우는 대상이므로 순서에서는 뒤일 수 있음.',
  ],
  ['Wave of an extraction', '분리 차수'],
  ['What can leave side by side.', '나란히 분리할 수 있는 것.'],
  [
    'A context needs another when at least a tenth of its outgoing calls go there.',
    '나가는 호출의 10분의 1 이상이 가면 그 컨텍스트가 필요한 것으로 봄.',
  ],
  ['Call-backs into the monolith', '모놀리스로 되돌아가는 호출'],
  [
    'weight of the calls and table access of a context into those that leave after it',
    '뒤에 나가는 컨텍스트로 향하는 호출과 테이블 접근의 가중치',
  ],
  [
    'What the new service would still have to ask the monolith for on the day it leaves.',
    '새 서비스가 나가는 날에도 모놀리스에 물어야 할 것.',
  ],
  [
    'Printed beside the usual advice "least coupled first" and a random order (half of the weight on average).',
    '흔한 조언인 "결합도 낮은 순"과 무작위 순서(평균 절반)를 함께 보임.',
  ],
  ['Blast radius of a context', '컨텍스트의 장애 파급'],
  [
    'modules outside that reach it over runtime dependencies / modules outside; hubs and the shared kernel are parked',
    '실행 의존으로 이 컨텍스트에 닿는 바깥 모듈 / 모든 바깥 모듈; 허브와 공유 커널은 제외',
  ],
  ['How much of the system could feel its failure.', '장애가 시스템의 얼마에 미칠 수 있는가.'],
  [
    'Through a logger everything reaches everything: that is why hubs do not pass it on.',
    '로거를 거치면 모든 것이 모든 것에 닿으므로 허브는 파급을 옮기지 않음.',
  ],
  ['small enough for a pilot', '파일럿이 될 만큼 작음'],
  ['Quadrant: impact against difficulty', '사분면: 영향 대 난이도'],
  ['The usual two-by-two of a roadmap, to talk about it.', '로드맵에서 흔히 쓰는 2x2, 이야기를 위한 것.'],
  [
    'It ignores who calls whom, so it need not agree with the rank: the order does look at that.',
    '누가 누구를 부르는지는 보지 않으므로 순위와 다를 수 있음: 순서는 그것을 봄.',
  ],
  ['Pilot', '파일럿'],
  [
    'The context to learn on: independent of the others, of medium difficulty, with a small blast radius.',
    '배우기 위한 첫 컨텍스트: 다른 곳에서 독립적이고, 난이도가 중간이며, 장애 파급이 작음.',
  ],
  [
    'When none passes, the report names the nearest, the gate that fails and the change that would make it pass.',
    '통과하는 것이 없으면 가장 가까운 것과 미달한 조건, 통과하게 할 변경을 알려 줌.',
  ],
  ['own', '이 도구의 것'],
];
