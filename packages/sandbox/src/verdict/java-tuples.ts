/** Classes of `org.javatuples` by the number of their values. */
const NAMES = ["Unit", "Pair", "Triplet", "Quartet", "Quintet", "Sextet", "Septet", "Octet", "Ennead", "Decade"];

/**
 * Java files that stand in for the library `org.javatuples`, which MultiPL-E's programs import: values of a fixed number, equal when their values are,
 * by `with`, `getValue0` …, `setAt0` …, `getSize`, `contains`, `toList` and iteration. None for a source that does not name the library.
 */
export function javaTuples(source: string): Readonly<Record<string, string>> {
  if (!source.includes("org.javatuples")) return {};
  const used = NAMES.filter((name) => new RegExp(`\\b${name}\\b`).test(source));
  const classes = used.map((name) => [`org/javatuples/${name}.java`, tuple(name, NAMES.indexOf(name) + 1)]);
  return { "org/javatuples/Tuple.java": TUPLE, ...Object.fromEntries(classes) };
}

const TUPLE = `package org.javatuples;
import java.util.*;
public abstract class Tuple implements Iterable<Object>, Comparable<Tuple>, java.io.Serializable {
  final Object[] values;
  Tuple(Object... values) { this.values = values; }
  public int getSize() { return values.length; }
  public Object getValue(int at) { return values[at]; }
  public boolean contains(Object value) { return toList().contains(value); }
  public int indexOf(Object value) { return toList().indexOf(value); }
  public List<Object> toList() { return new ArrayList<>(Arrays.asList(values)); }
  public Object[] toArray() { return values.clone(); }
  public Iterator<Object> iterator() { return Collections.unmodifiableList(toList()).iterator(); }
  public String toString() { return toList().toString(); }
  public int hashCode() { return Arrays.hashCode(values); }
  public boolean equals(Object other) { return other != null && other.getClass() == getClass() && Arrays.equals(values, ((Tuple) other).values); }
  @SuppressWarnings("unchecked")
  public int compareTo(Tuple other) {
    for (int at = 0; at < Math.min(values.length, other.values.length); at++) {
      int order = ((Comparable<Object>) values[at]).compareTo(other.values[at]);
      if (order != 0) return order;
    }
    return Integer.compare(values.length, other.values.length);
  }
}
`;

function tuple(name: string, size: number): string {
  const places = Array.from({ length: size }, (_, place) => place);
  const list = (text: (place: number) => string): string => places.map(text).join(", ");
  const types = list((place) => `T${place}`);
  const values = list((place) => `v${place}`);
  const given = list((place) => `T${place} v${place}`);
  return `package org.javatuples;
public final class ${name}<${types}> extends Tuple {
  public ${name}(${given}) { super(new Object[] { ${values} }); }
  public static <${types}> ${name}<${types}> with(${given}) { return new ${name}<>(${values}); }
${places.map((place) => member(name, place, places)).join("")}}
`;
}

function member(name: string, place: number, places: readonly number[]): string {
  const types = places.map((each) => (each === place ? "X" : `T${each}`)).join(", ");
  const values = places.map((each) => (each === place ? "value" : `getValue${each}()`)).join(", ");
  return `  @SuppressWarnings("unchecked") public T${place} getValue${place}() { return (T${place}) values[${place}]; }
  public <X> ${name}<${types}> setAt${place}(X value) { return new ${name}<>(${values}); }
`;
}
