#pragma once

#include "widgets/common/theme.h"

#include <QByteArray>

namespace binnacle {

// What a window remembers between two starts; kept by QSettings.
struct WindowSettings
{
    QByteArray geometry;
    int page = 0;
    bool railCollapsed = false;
    ThemeChoice theme = ThemeChoice::System;

    static WindowSettings load();
    void save() const;
};

} // namespace binnacle
