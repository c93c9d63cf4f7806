#pragma once

#include "widgets/common/theme.h"

#include <QByteArray>
#include <QString>

namespace binnacle {

// What a window remembers between two starts; kept by QSettings.
struct WindowSettings
{
    QByteArray geometry;
    QString page; // name of its button in the rail; empty: the first
    bool railCollapsed = false;
    ThemeChoice theme = ThemeChoice::System;

    static WindowSettings load();
    void save() const;
};

} // namespace binnacle
