#include "app/cli/interrupt.h"

#include <csignal>
#include <thread>

#include <unistd.h>

namespace binnacle::cli {

Interrupt::Interrupt()
{
    sigset_t awaited;
    sigemptyset(&awaited);
    sigaddset(&awaited, SIGINT);
    sigaddset(&awaited, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &awaited, nullptr);
    std::thread([awaited, stop = stop_]() mutable {
        int signal = 0;
        sigwait(&awaited, &signal);
        stop.request_stop();
        sigwait(&awaited, &signal);
        _exit(128 + signal);
    }).detach();
}

} // namespace binnacle::cli
