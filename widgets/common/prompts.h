#pragma once

#include <QString>

#include <functional>

class QWidget;

namespace binnacle {

// Questions to the person that need an answer before going on. Answers come by a callback, never
// by a nested event loop; tests give a Prompts of their own that answers at once. `answer` is not
// called when the person turns away or `parent` is gone.
class Prompts
{
public:
    struct Confirmation
    {
        QString title;          // "Remove prod-mlflow?"
        QString text;           // what is there now and what will be
        QString action;         // the words on the button: "Remove"
        bool dangerous = false; // then Cancel is the default key
    };

    virtual ~Prompts() = default;
    virtual void confirm(QWidget* parent, const Confirmation& question,
                         std::function<void()> accepted) = 0;
    virtual void askText(QWidget* parent, const QString& title, const QString& label,
                         const QString& initial, std::function<void(QString)> answer) = 0;
    virtual void openFolder(QWidget* parent, const QString& title,
                            std::function<void(QString)> answer) = 0;
    virtual void openFile(QWidget* parent, const QString& title, const QString& filter,
                          std::function<void(QString)> answer) = 0;
    virtual void saveFile(QWidget* parent, const QString& title, const QString& suggested,
                          const QString& filter, std::function<void(QString)> answer) = 0;
    virtual void tell(QWidget* parent, const QString& title, const QString& text) = 0;
};

// Window-modal dialogs of the application.
class DialogPrompts : public Prompts
{
public:
    void confirm(QWidget* parent, const Confirmation& question,
                 std::function<void()> accepted) override;
    void askText(QWidget* parent, const QString& title, const QString& label,
                 const QString& initial, std::function<void(QString)> answer) override;
    void openFolder(QWidget* parent, const QString& title,
                    std::function<void(QString)> answer) override;
    void openFile(QWidget* parent, const QString& title, const QString& filter,
                  std::function<void(QString)> answer) override;
    void saveFile(QWidget* parent, const QString& title, const QString& suggested,
                  const QString& filter, std::function<void(QString)> answer) override;
    void tell(QWidget* parent, const QString& title, const QString& text) override;
};

} // namespace binnacle
