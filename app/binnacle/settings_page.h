#pragma once

#include "widgets/common/page.h"
#include "widgets/common/theme.h"

class QComboBox;

namespace binnacle {

// What belongs to this person and this window: the theme, the sources, the workspace file.
class SettingsPage : public Page
{
    Q_OBJECT
public:
    SettingsPage(ThemeChoice theme, const QString& workspaceFile, QWidget* parent = nullptr);

    QString title() const override;
    QString iconName() const override;
    QString contextLine() const override;
    void setTheme(ThemeChoice choice);

signals:
    void themeChosen(binnacle::ThemeChoice choice);
    void sourcesRequested();
    void shortcutsRequested();

private:
    QComboBox* theme_;
    QString workspaceFile_;
};

} // namespace binnacle
