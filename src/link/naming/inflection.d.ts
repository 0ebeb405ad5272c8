/** The parts of `inflection` 1.x (which ships no types) that Sequelize names tables with. */
declare module 'inflection' {
  const inflection: {
    pluralize(word: string): string;
    singularize(word: string): string;
    underscore(word: string): string;
  };
  export default inflection;
}
