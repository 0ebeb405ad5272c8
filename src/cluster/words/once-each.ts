/** The same answer for the same name, worked out once: names of folders and of identifiers recur in thousands of files. */
export function onceEach<T>(of: (name: string) => T): (name: string) => T {
  const known = new Map<string, T>();
  return (name) => {
    let one = known.get(name);
    if (one === undefined) {
      one = of(name);
      known.set(name, one);
    }
    return one;
  };
}
