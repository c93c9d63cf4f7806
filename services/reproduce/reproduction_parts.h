#pragma once

#include "services/reproduce/reproduction.h"

namespace binnacle {

// Fills `parts`: what is there, what is missing, what to do about it.
void addParts(Reproduction& reproduction);

} // namespace binnacle
