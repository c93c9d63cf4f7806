#pragma once

namespace binnacle {

// A port of 127.0.0.1 that nothing listens on at the moment; 0: none was given. Any thread.
int freeLocalPort();

} // namespace binnacle
