package io.tenuto.objectstore;

/// No object has this key. Never retryable.
public final class ObjectNotFoundException extends ObjectStoreException {
    public ObjectNotFoundException(ObjectKey key) {
        super("object not found: " + key, false);
    }
}
