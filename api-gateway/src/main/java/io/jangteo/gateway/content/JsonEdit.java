package io.jangteo.gateway.content;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * A change of documents: members that are left out, then members that are called otherwise. What a
 * document does not have stays as it is.
 */
public record JsonEdit(List<Places> remove, List<Rename> rename) {
  /** Changes nothing. */
  public static final JsonEdit NONE = new JsonEdit(List.of(), List.of());

  /**
   * Another name in the same object; a member that has it is replaced.
   *
   * @param from where the member is
   */
  public record Rename(Places from, String to) {}

  public boolean isEmpty() {
    return remove.isEmpty() && rename.isEmpty();
  }

  /** Changes the document itself. */
  public void apply(JsonNode document) {
    for (Places places : remove) {
      places.visit(document, (object, member) -> object.remove(member));
    }
    for (Rename change : rename) {
      change
          .from()
          .visit(document, (object, member) -> object.set(change.to(), object.remove(member)));
    }
  }
}
